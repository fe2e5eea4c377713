"""The one table. The only wing that knows DynamoDB."""
