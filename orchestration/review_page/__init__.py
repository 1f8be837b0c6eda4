"""The review page: one self-contained file a reader, made of one edition and nothing else."""
