"""Documents of invented towns in layouts that no family and no plan.yml was written for, with what is true of them."""
