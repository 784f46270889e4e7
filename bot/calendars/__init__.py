"""Calendar files. Nothing here sends or stores one."""
