"""What is billed period after period: maintenance, hosting, lessons."""
