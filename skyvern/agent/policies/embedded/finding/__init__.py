"""From an intent to the element of the page that it means, and the way to one that is not shown."""
