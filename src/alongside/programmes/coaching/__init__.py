"""What coaching adds to a programme: coaches from inside and outside, their fees, and whom they may coach."""
