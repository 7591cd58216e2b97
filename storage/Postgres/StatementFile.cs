namespace Engagement.Storage.Postgres;

/// <summary>Statements too long to stand in code, from the files in <c>Statements/</c>.</summary>
static class StatementFile
{
    public static string Read(string name)
    {
        using var stream = typeof(StatementFile).Assembly.GetManifestResourceStream(
            $"Engagement.Postgres.Statements.{name}.sql")!;
        return new StreamReader(stream).ReadToEnd();
    }
}
