"""`make cost`: what a call costs in AWS, how it grows, and which quota is met first; it writes docs/cost.md anew.

Prices, quotas and assumptions are stated in `stated.json`, each with what it rests on; seconds, units, frames and bytes
come from the bench's code and its stub (`measured.json`; `make cost COST=count` renews it).
"""
