namespace Engagement.Tests.Support;

/// <summary>A test on real input that is not part of the product; it shows as skipped where that is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SharedFactAttribute : FactAttribute
{
    /// <param name="path">Folders and file under the data folder.</param>
    public SharedFactAttribute(params string[] path) =>
        Skip = Repository.Shared is { } shared && File.Exists(Path.Combine([shared, "data", .. path]))
            ? null
            : $"data/{string.Join('/', path)} is not there: set ENGAGE_SHARED to the folder that holds data.";
}
