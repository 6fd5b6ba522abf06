"""Who someone is: users, organisations, people, roles, invitations, tokens, tenancy."""
