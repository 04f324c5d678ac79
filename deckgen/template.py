"""What does a company's template offer? Roles, places, colours and fonts of any .pptx or .potx."""
