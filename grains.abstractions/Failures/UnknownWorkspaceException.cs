namespace Engagement.Catalogues;

/// <summary>There is no such workspace, or it is gone.</summary>
[GenerateSerializer, Alias("engagement.unknown-workspace")]
public sealed class UnknownWorkspaceException(string workspace) : Exception($"There is no workspace '{workspace}'.");
