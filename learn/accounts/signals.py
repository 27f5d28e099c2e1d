"""What rooms above may listen to: whose place in the administration has changed."""

from django.dispatch import Signal

#: sent with `users`, the ids of those whose memberships were added, changed or removed, in the same transaction
memberships_changed = Signal()
#: sent when units were added, renamed or moved below others, in the same transaction
units_changed = Signal()
