"""Everything that writes: one function per act, each leaving an audit entry in the same transaction."""
