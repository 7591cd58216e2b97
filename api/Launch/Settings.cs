namespace Engagement;

/// <summary>What the environment says; there is nothing else to set.</summary>
/// <param name="Url">Where to listen.</param>
/// <param name="DataFolder">Database, keys and written messages.</param>
/// <param name="Database">A PostgreSQL connection string; null for SQLite in the data folder.</param>
sealed record Settings(string Url, string DataFolder, string? Database)
{
    /// <summary>Where customers' links lead: the first address that is listened on.</summary>
    public string PublicUrl => Url.Split(';')[0].Replace("//*", "//localhost", StringComparison.Ordinal)
        .Replace("//+", "//localhost", StringComparison.Ordinal);

    public static Settings Of(IConfiguration configuration) => new(
        configuration["ENGAGE_URL"] is { Length: > 0 } url ? url : "http://localhost:8080",
        Path.GetFullPath(configuration["ENGAGE_DATA"] is { Length: > 0 } folder ? folder : "./data"),
        configuration["ENGAGE_DATABASE"] is { Length: > 0 } database ? database : null);
}
