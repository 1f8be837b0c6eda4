"""Files about which there is nothing to say, judged together as rows of one wide frame; all others go the long way."""
