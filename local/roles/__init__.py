"""`make roles`: takes every action from every function's role in turn, and sees what the function does then fail."""
