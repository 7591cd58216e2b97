using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Engagement.Storage;

/// <summary>One step of the schema, numbered by its file's name and never edited once it is released.</summary>
sealed record Migration(int Number, string Name, string Script)
{
    public string Checksum { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Script)));

    /// <summary>All of one dialect, in order.</summary>
    /// <param name="dialect">The folder: <c>Sqlite</c> or <c>Postgres</c>.</param>
    public static ImmutableArray<Migration> Of(string dialect)
    {
        var assembly = typeof(Migration).Assembly;
        var prefix = $"Engagement.{dialect}.Migrations.";
        return
        [
            .. assembly.GetManifestResourceNames()
                .Where(name => name.StartsWith(prefix, StringComparison.Ordinal))
                .Order(StringComparer.Ordinal)
                .Select(name => Read(name, name[prefix.Length..])),
        ];

        Migration Read(string resource, string file)
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
            return new(
                int.Parse(file[..4], CultureInfo.InvariantCulture), file, reader.ReadToEnd().ReplaceLineEndings("\n"));
        }
    }

    /// <summary>
    /// Those that the database lacks. Refuses a database that this program does not know or that was tampered with.
    /// </summary>
    /// <param name="applied">What the database says was applied: number and checksum, in order.</param>
    public static ImmutableArray<Migration> Missing(
        ImmutableArray<Migration> known, IReadOnlyList<(int Number, string Checksum)> applied, string database)
    {
        foreach (var (number, checksum) in applied)
        {
            var migration = known.FirstOrDefault(migration => migration.Number == number)
                ?? throw new InvalidOperationException(
                $"{database} is newer than this program: it has migration {number}, this program knows up to " +
                $"{known[^1].Number}. Start a newer version, or restore a backup from before the upgrade.");
            if (migration.Checksum != checksum)
            {
                throw new InvalidOperationException(
                    $"{database} was built by another migration {number} than '{migration.Name}' of this program. " +
                    "A released migration never changes: compare the two versions before going on.");
            }
        }

        return [.. known.Where(migration => applied.All(done => done.Number != migration.Number))];
    }
}
