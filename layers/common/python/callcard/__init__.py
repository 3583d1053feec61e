"""callcard: whose call it is, on the operator's screen, before the second ring."""
