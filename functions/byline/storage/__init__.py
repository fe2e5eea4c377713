"""Reads, writes and repairs the table. The only wing that calls DynamoDB.

Reading for polls, reading for the desk, writing and repair are separate. Each part uses the modules below it:

    polls            announcing         desk reads        edits                byline rebuild
    feed_reader      stream             desk_reader       article_edits        repair_entries
    documents        schedule                             profile_edits        repair_feeds
                     announcements                        profile_usage
                                                          editing

    feed_lookup      feeds by any name they have or had; only it follows aliases
    head_writes      the write that changes a head; for edits and repair only
    items, heads, feed_entries
                     the stored forms, each written and read in one file
    stored_values    dataclasses as maps
    item_keys        keys and their parts
    dynamodb         the gateway to the table
    writes           the writes of a transaction
    attribute_values DynamoDB's types

Keys, forms and writes are private to this package. An import contract enforces this.
"""
