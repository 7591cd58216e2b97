using System.Text;
using System.Text.Json;

namespace Engagement.Hosting;

/// <summary>What is wrong with a file of JSON; the replay, which may not know silos, says the same.</summary>
static class JsonFault
{
    /// <summary>What keeps a file of settings from being read, with the place in it where one is known.</summary>
    public static string Why(string file, Exception error)
    {
        for (var cause = error; cause is not null; cause = cause.InnerException)
        {
            if (cause is JsonException { LineNumber: { } line, BytePositionInLine: { } position })
            {
                // Its own words end with the place, counted from zero and in bytes.
                return $"line {line + 1}, column {Column(file, line, position)}: "
                    + cause.Message.Split(" LineNumber:")[0];
            }
        }

        return (error.InnerException ?? error).Message;
    }

    static int Column(string file, long line, long position)
    {
        try
        {
            var bytes = Encoding.UTF8.GetBytes(File.ReadLines(file).ElementAtOrDefault((int)line) ?? "");
            return Encoding.UTF8.GetCharCount(bytes.AsSpan(0, (int)Math.Min(position, bytes.Length))) + 1;
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            // As good as it gets: the same but where a letter takes several bytes.
            return (int)position + 1;
        }
    }
}
