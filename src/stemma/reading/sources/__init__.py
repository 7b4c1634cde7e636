"""From what the user names to bytes and text: files, folders, addresses, packed files, encodings."""
