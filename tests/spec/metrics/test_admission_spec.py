"""Admitting messages: which messages count, and as what (§3)."""

title = "Which messages count"

WELCOME = """
    at       | customer | sender   | text
    09:00:00 | c1       | bot      | 您好，欢迎光临
    09:00:10 | c1       | customer | 在吗
    09:00:15 | c1       | agent    | 在的
    """

BOT_REPLY = """
    at       | customer | sender   | text
    09:00:00 | c1       | customer | 在吗
    09:00:02 | c1       | bot      | 您好，请稍等
    09:00:30 | c1       | agent    | 在的
    """

BOT_IN_THE_SILENCE = """
    at       | customer | sender
    09:00:00 | c1       | customer
    09:00:05 | c1       | agent
    09:09:00 | c1       | bot
    09:12:00 | c1       | customer
    09:12:05 | c1       | agent
    """


def test_bot_messages_are_automatic(measure):
    """A bot's message is counted as automatic and answers nobody: the customer waits on for a human."""
    measure(
        messages=BOT_REPLY,
        expect="""
            agent | customer_messages | agent_messages | auto_messages | received | mean_response
            a1    | 1                 | 1              | 1             | 1        | 30/1
            """,
    )


def test_auto_reply_prefixes_make_agent_messages_automatic(measure):
    """An agent's message that begins with a listed prefix is automatic; a customer's never is."""
    measure(
        rules={"auto_reply_prefixes": ("【自动】", "[auto]")},
        messages="""
            at       | customer | sender   | text
            09:00:00 | c1       | customer | 在吗
            09:00:01 | c1       | agent    | 【自动】您好
            09:00:02 | c1       | agent    | [auto] hello
            09:00:20 | c1       | agent    | 刚才是【自动】消息
            09:00:30 | c1       | customer | 【自动】是什么
            """,
        expect="""
            agent | customer_messages | agent_messages | auto_messages | mean_response
            a1    | 2                 | 1              | 2             | 20/1
            """,
    )


def test_ignored_automatic_messages_do_not_keep_a_conversation_open(measure):
    """With auto_reply ignore a silence is measured as if the automatic message had not been sent."""
    measure(
        messages=BOT_IN_THE_SILENCE,
        expect="""
            agent | conversations | first_response
            a1    | 2             | 10/2
            """,
    )


def test_answering_automatic_messages_keep_a_conversation_open(measure):
    """With auto_reply answers an automatic message is a message like others and breaks the silence."""
    measure(
        rules={"auto_reply": "answers"},
        messages=BOT_IN_THE_SILENCE,
        expect="""
            agent | conversations | first_response | mean_response
            a1    | 1             | 5/1            | 10/2
            """,
    )


def test_automatic_answer_ends_the_wait_and_credits_nobody(measure):
    """With auto_reply answers the wait ends at the automatic message; only the shop's figure has it."""
    measure(
        rules={"auto_reply": "answers"},
        messages=BOT_REPLY,
        expect="""
            agent | mean_response | first_response | response_within_30s
            a1    | 0/0           | 0/0            | 0/0

            shop  | mean_response | first_response | response_within_30s
            s1    | 2/1           | 2/1            | 1/1

            agent | received | agent_messages | auto_messages
            a1    | 1        | 1              | 1
            """,
    )


def test_ignored_welcome_leaves_the_conversation_to_the_customer(measure):
    """With auto_reply ignore the conversation begins with the customer, who gets a first response."""
    measure(
        messages=WELCOME,
        expect="""
            agent | first_response | mean_response
            a1    | 5/1            | 5/1
            """,
    )


def test_answering_welcome_opens_the_conversation(measure):
    """With auto_reply answers the welcome opens the conversation, which then has no first response."""
    measure(
        rules={"auto_reply": "answers"},
        messages=WELCOME,
        expect="""
            agent | first_response | mean_response
            a1    | 0/0            | 5/1
            """,
    )


def test_welcome_is_automatic(measure):
    """An agent's message right after the one that opened the conversation, within welcome_seconds, greets:
    the customer waits on. One second later it is a reply, and so is the agent's next message.
    """
    measure(
        rules={"welcome_seconds": 3},
        messages="""
            at       | customer | sender
            09:00:00 | c1       | customer
            09:00:03 | c1       | agent
            09:00:20 | c1       | agent
            09:00:00 | c2       | customer
            09:00:04 | c2       | agent
            """,
        expect="""
            agent | first_response | auto_messages | agent_messages
            a1    | 24/2           | 1             | 2
            """,
    )


def test_welcome_answers_only_the_message_that_opened_the_conversation(measure):
    """c1 wrote twice before the quick reply, c2 was in the middle of a conversation: humans both."""
    measure(
        rules={"welcome_seconds": 3},
        messages="""
            at       | customer | sender
            09:00:00 | c1       | customer
            09:00:01 | c1       | customer
            09:00:02 | c1       | agent
            09:00:00 | c2       | agent
            09:10:00 | c2       | customer
            09:10:02 | c2       | agent
            """,
        expect="""
            agent | mean_response | auto_messages | agent_messages
            a1    | 4/2           | 0             | 3
            """,
    )


def test_welcome_greets_again_after_a_silence(measure):
    """A customer who comes back after idle_minutes opens a new conversation and is greeted again."""
    measure(
        rules={"welcome_seconds": 3},
        messages="""
            at       | customer | sender
            09:00:00 | c1       | agent
            09:10:01 | c1       | customer
            09:10:02 | c1       | agent
            """,
        expect="""
            agent | mean_response | auto_messages | unreplied | received
            a1    | 0/0           | 1             | 0         | 1
            """,
    )


def test_welcome_answers_nothing_even_where_automatic_messages_do(measure):
    """With auto_reply answers a bot's reply ends the wait, the welcome before it does not."""
    measure(
        rules={"welcome_seconds": 3, "auto_reply": "answers"},
        messages="""
            at       | customer | sender
            09:00:00 | c1       | customer
            09:00:01 | c1       | agent
            09:00:10 | c1       | bot
            """,
        expect="""
            agent | auto_messages | agent_messages | mean_response
            a1    | 2             | 0              | 0/0

            shop  | mean_response
            s1    | 10/1
            """,
    )


def test_system_messages_do_not_exist(measure):
    """A system message is counted nowhere and breaks no silence, whatever auto_reply says."""
    measure(
        rules={"auto_reply": "answers"},
        messages=BOT_IN_THE_SILENCE.replace("bot", "system"),
        expect="""
            agent | conversations | auto_messages | agent_messages
            a1    | 2             | 0             | 2
            """,
    )


def test_excluded_customers_say_nothing(measure):
    """Messages of excluded_customers (own staff, test accounts) do not exist; their orders stay."""
    measure(
        rules={"excluded_customers": ("tester",)},
        messages="""
            at       | customer | sender
            09:00:00 | tester   | customer
            09:00:05 | tester   | bot
            09:00:10 | tester   | agent
            09:00:00 | c1       | customer
            """,
        orders="""
            order | customer | created  | paid
            o1    | tester   | 09:00:05 | 09:00:08
            """,
        expect="""
            agent | consulted | auto_messages | agent_messages | sales
            a1    | 1         | 0             | 0              | 0

            shop  | consulted | sales | silent_sales
            s1    | 1         | 10000 | 10000
            """,
    )


def test_no_answer_needed_begins_no_wait(measure):
    """A customer message that only says thanks, punctuation and blanks aside, waits for nothing."""
    measure(
        rules={"no_answer_needed": ("好的", "谢谢")},
        messages="""
            at       | customer | sender   | text
            09:00:00 | c1       | customer | 在吗
            09:00:10 | c1       | agent    | 在的
            09:00:20 | c1       | customer | 好 的！～
            09:05:00 | c1       | agent    | 还需要什么吗
            09:05:30 | c1       | customer | 谢谢。
            """,
        expect="""
            agent | customer_messages | mean_response | response_within_180s
            a1    | 3                 | 10/1          | 1/1
            """,
    )


def test_no_answer_needed_must_be_the_whole_message(measure):
    """Thanks followed by a question begin a wait."""
    measure(
        rules={"no_answer_needed": ("好的",)},
        messages="""
            at       | customer | sender   | text
            09:00:00 | c1       | agent    | 您好
            09:00:10 | c1       | customer | 好的，多少钱
            09:00:15 | c1       | agent    | 十元
            """,
        expect="""
            agent | mean_response
            a1    | 5/1
            """,
    )


def test_no_answer_needed_inside_a_wait_belongs_to_it(measure):
    """While the customer waits already, such a word is a message of the wait like any other."""
    measure(
        rules={"no_answer_needed": ("好的",), "clock": "last"},
        messages="""
            at       | customer | sender   | text
            09:00:00 | c1       | customer | 在吗
            09:00:30 | c1       | customer | 好的
            09:01:00 | c1       | agent    | 在的
            """,
        expect="""
            agent | mean_response
            a1    | 30/1
            """,
    )


def test_no_answer_needed_never_fits_a_message_without_words(measure):
    """A picture or a row of marks has no words and begins a wait."""
    measure(
        rules={"no_answer_needed": ("好的",)},
        messages="""
            at       | customer | sender   | text
            09:00:00 | c1       | customer |
            09:00:08 | c1       | agent    | 在的
            09:01:00 | c1       | customer | ？？
            09:01:02 | c1       | agent    | 在的
            """,
        expect="""
            agent | mean_response
            a1    | 10/2
            """,
    )


def test_order_of_arrival_decides_inside_one_second(measure):
    """Messages of one second stand in the order in which they arrived."""
    measure(
        messages="""
            at       | customer | sender
            09:00:00 | c1       | customer
            09:00:00 | c1       | agent
            09:00:00 | c2       | agent
            09:00:00 | c2       | customer
            """,
        expect="""
            agent | mean_response | response_within_30s
            a1    | 0/1           | 1/2
            """,
    )
