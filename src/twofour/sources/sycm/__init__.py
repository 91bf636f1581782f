"""生意参谋 (SYCM): reports on customer service, and chats as JSON."""
