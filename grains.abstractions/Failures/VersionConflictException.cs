namespace Engagement.Storage;

/// <summary>
/// Another activation of the customer has written since; nothing of this commit was. An activation reloads and decides
/// once more by itself, so callers see this only when that failed, too: send it again.
/// </summary>
[GenerateSerializer, Alias("engagement.version-conflict")]
public sealed class VersionConflictException(CustomerKey customer, long expected) : Exception(
    $"A customer of workspace '{customer.Workspace}' is no longer at version {expected}: another activation has " +
    "written since. This one must stop and reload.");
