namespace Engagement.Http;

/// <summary>What every answer forbids or asks of browsers, unless it says otherwise itself.</summary>
static class SafeHeaders
{
    public static IReadOnlyList<(string Name, string Value)> All { get; } =
    [
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", "no-referrer"),
        ("X-Frame-Options", "DENY"),
        ("Cross-Origin-Resource-Policy", "same-origin"),
        // What the API says is data. The console's pages bring a policy that lets them work.
        ("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"),
        ("Cache-Control", "no-store"),
    ];
}
