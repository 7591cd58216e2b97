using Engagement.Storage;

namespace Engagement.Tests.Storage;

public sealed class MigrationTests
{
    static readonly Migration First = new(1, "0001-start.sql", "CREATE TABLE a");
    static readonly Migration Second = new(2, "0002-more.sql", "CREATE TABLE b");

    [Fact]
    public void Only_what_is_missing_is_applied()
    {
        Assert.Equal([First, Second], Migration.Missing([First, Second], [], "It").AsEnumerable());
        Assert.Equal([Second], Migration.Missing([First, Second], [(1, First.Checksum)], "It").AsEnumerable());
    }

    [Fact]
    public void A_database_newer_than_the_program_is_refused()
    {
        var refused = Assert.Throws<InvalidOperationException>(() =>
            Migration.Missing([First], [(1, First.Checksum), (2, Second.Checksum)], "The database 'x'"));

        Assert.StartsWith("The database 'x' is newer than this program", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_migration_that_was_edited_after_it_was_applied_is_refused()
    {
        var refused = Assert.Throws<InvalidOperationException>(() =>
            Migration.Missing([First], [(1, Second.Checksum)], "The database 'x'"));

        Assert.Contains("0001-start.sql", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Sqlite")]
    [InlineData("Postgres")]
    public void Migrations_are_numbered_from_one_without_a_gap(string dialect)
    {
        var migrations = Migration.Of(dialect);

        Assert.NotEmpty(migrations);
        Assert.Equal(Enumerable.Range(1, migrations.Length), migrations.Select(migration => migration.Number));
    }

    [PostgresFact]
    public async Task Processes_that_start_at_once_on_an_empty_database_build_it_once()
    {
        var (options, drop) = await Store.Prepare(Dialect.Postgres);

        var stores = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => Store.Over(options))));

        foreach (var store in stores)
        {
            Assert.Equal(0, (await store.Reads.Totals("shop", default)).Customers);
            await store.DisposeAsync();
        }

        await drop();
    }
}
