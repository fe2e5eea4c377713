"""What people and programs send is checked and cleaned here before it becomes part of the model."""
