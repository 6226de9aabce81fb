"""The proof of an agreement: a PDF that a judge can read, an archive that anyone can verify."""
