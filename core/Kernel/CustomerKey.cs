namespace Engagement;

/// <summary>A customer's identity: workspaces are walls, so the workspace is always part of it.</summary>
/// <param name="Workspace">Lower-case letters, digits and dashes; it never holds a slash.</param>
/// <param name="CustomerId">
/// The integrator's id, normalised at the door; it may hold anything printable, slashes too.
/// </param>
public readonly record struct CustomerKey(string Workspace, string CustomerId)
{
    /// <summary>
    /// The grain's key. The slash keeps it from ever reading as a number or a GUID, which would collide.
    /// </summary>
    public override string ToString() => $"{Workspace}/{CustomerId}";

    /// <exception cref="FormatException">There is no slash in it.</exception>
    public static CustomerKey Parse(string grainKey) =>
        grainKey.IndexOf('/') is > 0 and var slash
            ? new(grainKey[..slash], grainKey[(slash + 1)..])
            : throw new FormatException($"'{grainKey}' is not a customer's key: workspace, slash, customer id.");
}
