namespace Engagement;

/// <summary>
/// The addresses in the section <c>Kestrel</c>, looked at before anything starts: the server comes last, and tells what
/// is wrong with them when all else runs.
/// </summary>
static class KestrelEndpoints
{
    /// <exception cref="UnfitSettingException">One of them is none.</exception>
    public static void Check(IConfiguration configuration)
    {
        foreach (var endpoint in configuration.GetSection("Kestrel:Endpoints").GetChildren())
        {
            var url = endpoint["Url"];
            try
            {
                _ = BindingAddress.Parse(url ?? "");
            }
            catch (FormatException)
            {
                throw new UnfitSettingException(
                    $"{endpoint.Path}:Url {(url is null ? "is missing" : $"is '{url}'")}: give an address to listen "
                    + "on, such as http://localhost:8080.");
            }
        }
    }
}
