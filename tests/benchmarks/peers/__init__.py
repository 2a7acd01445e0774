"""What table scoring is measured against, one module for each engine."""
