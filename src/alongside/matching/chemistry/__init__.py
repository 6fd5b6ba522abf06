"""First chats: up to three guides talk with a learner for some minutes, and then the learner chooses one."""
