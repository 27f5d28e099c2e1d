"""A person's own data: joining a guest to an account, export, erasure, retention. An explicit list that calls down."""
