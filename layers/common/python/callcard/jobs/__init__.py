"""What the jobs function does: take a job from the queue, get on with it window by window, give it back."""
