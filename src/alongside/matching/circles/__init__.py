"""Circles around topics: drafted by the team, offered to each member, begun once enough have said yes."""
