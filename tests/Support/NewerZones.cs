using System.Reflection;
using System.Text;
using Engagement.Time;

namespace Engagement.Tests.Support;

/// <summary>The time zone database that was built in, as a file of a later release.</summary>
static class NewerZones
{
    public const string Version = "2099z";

    public static byte[] File { get; } = Make();

    static byte[] Make()
    {
        using var builtIn = Assembly.Load("NodaTime").GetManifestResourceStream("NodaTime.TimeZones.Tzdb.nzd")!;
        using var copy = new MemoryStream();
        builtIn.CopyTo(copy);
        var bytes = copy.ToArray();
        var at = bytes.AsSpan().IndexOf(Encoding.ASCII.GetBytes(ZoneDatabase.Current.Version));
        Encoding.ASCII.GetBytes(Version).CopyTo(bytes, at);
        return bytes;
    }
}
