"""``python -m parrules`` is the command ``parrules``."""

from parrules.cli import main

if __name__ == "__main__":
    main()
