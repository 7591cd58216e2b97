namespace Engagement.Storage;

/// <summary>
/// A movement of points that was booked before came again under a new version: the customer's state and its ledger
/// disagree. Nothing was written.
/// </summary>
[GenerateSerializer, Alias("engagement.ledger-conflict")]
public sealed class LedgerConflictException(string workspace, string key) : Exception(
    $"The movement '{key}' of a customer of workspace '{workspace}' is in the ledger already; it cannot be booked " +
    "twice. A decision that repeats a movement is a defect.");
