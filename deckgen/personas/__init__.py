"""Who are the groups, whatever the labels of the last clustering? Personas outlive the runs that find them."""
