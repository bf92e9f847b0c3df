"""An operation and the table as it stands → the rows that change; pure, shared by all stores."""
