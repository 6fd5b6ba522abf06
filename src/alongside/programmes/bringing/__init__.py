"""Files of people who take part in a programme, and of people who leave."""
