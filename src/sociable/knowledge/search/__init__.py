"""Finding things by words: one index a node, a replica of what the ledger says, cut to what the reader may see."""
