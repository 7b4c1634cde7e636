"""What the templates show: one frozen view a section, all choices made, so that the templates only lay out."""
