"""One module per outside thing; adapters know the domain and the errors, never each other."""
