using Npgsql;

namespace Engagement.Tests.Storage;

/// <summary>
/// Runs the statements that Orleans' ADO.NET providers read from the database, with the parameters they send, and looks
/// at the results as they do.
/// </summary>
public sealed class OrleansQueryTests
{
    static readonly DateTime Start = new(2026, 3, 1, 12, 0, 0, DateTimeKind.Utc);

    [PostgresFact]
    public async Task A_state_is_written_read_cleared_and_deleted_by_its_version()
    {
        await using var queries = await Queries.Open();

        Assert.Equal(
            1, await queries.One(
                "WriteToStorageKey", Key(), ("GrainStateVersion", null), ("PayloadBinary", new byte[] { 1 })));
        Assert.Equal(
            2, await queries.One(
                "WriteToStorageKey", Key(), ("GrainStateVersion", 1), ("PayloadBinary", new byte[] { 2 })));
        Assert.Null(
            await queries.One(
                "WriteToStorageKey", Key(), ("GrainStateVersion", 1), ("PayloadBinary", new byte[] { 3 })));
        Assert.Null(
            await queries.One(
                "WriteToStorageKey", Key(), ("GrainStateVersion", null), ("PayloadBinary", new byte[] { 3 })));
        Assert.Equal(["2 at 2"], await queries.States());

        Assert.Null(await queries.One("ClearStorageKey", Key(), ("GrainStateVersion", 1)));
        Assert.Equal(3, await queries.One("ClearStorageKey", Key(), ("GrainStateVersion", 2)));
        Assert.Equal(["nothing at 3"], await queries.States());
        Assert.Null(await queries.One("DeleteStorageKey", Key(), ("GrainStateVersion", 2)));
        Assert.Equal(4, await queries.One("DeleteStorageKey", Key(), ("GrainStateVersion", 3)));
        Assert.Empty(await queries.States());
    }

    [PostgresFact]
    public async Task Of_two_first_writers_exactly_one_inserts_with_and_without_a_key_text()
    {
        await using var queries = await Queries.Open();
        foreach (var text in new[] { "shop/ada", null })
        {
            var written = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => queries.One(
                "WriteToStorageKey", Key(text), ("GrainStateVersion", null), ("PayloadBinary", new byte[] { 1 }))));

            Assert.Equal(1, written.Count(version => Equals(version, 1)));
            Assert.Equal(9, written.Count(version => version is null));
        }
    }

    [PostgresFact]
    public async Task Members_change_only_under_the_version_that_the_silo_knows()
    {
        await using var queries = await Queries.Open();

        Assert.Equal(true, await queries.One("InsertMembershipVersionKey", Deployment()));
        Assert.Equal(false, await queries.One("InsertMembershipVersionKey", Deployment()));
        Assert.Equal(["-1:0"], await queries.Members());
        Assert.Equal(false, await queries.One("InsertMembershipKey", Member(5)));
        Assert.Equal(true, await queries.One("InsertMembershipKey", Member(0)));
        Assert.Equal(false, await queries.One("InsertMembershipKey", Member(1)));
        Assert.Equal(["3:1"], await queries.Members());

        Assert.Equal(false, await queries.One("UpdateMembershipKey", Update(0, status: 6)));
        Assert.Equal(true, await queries.One("UpdateMembershipKey", Update(1, status: 6)));
        Assert.Equal(["6:2"], await queries.Members());
        await queries.One("UpdateIAmAlivetimeKey", Alive(Start.AddMinutes(1)));
        await queries.One("CleanupDefunctSiloEntriesKey", Deployment(), ("IAmAliveTime", Start.AddMinutes(1)));
        Assert.Equal(["6:2"], await queries.Members());
        await queries.One("CleanupDefunctSiloEntriesKey", Deployment(), ("IAmAliveTime", Start.AddMinutes(2)));
        Assert.Equal(["-1:2"], await queries.Members());
        await queries.One("DeleteMembershipTableEntriesKey", Deployment());
        Assert.Empty(await queries.Members());
    }

    [PostgresFact]
    public async Task Of_silos_that_join_at_once_under_one_version_one_joins()
    {
        await using var queries = await Queries.Open();
        await queries.One("InsertMembershipVersionKey", Deployment());

        var joined = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(i => queries.One("InsertMembershipKey", Member(0, 11111 + i))));

        Assert.Equal(1, joined.Count(answer => Equals(answer, true)));
    }

    [PostgresFact]
    public async Task Gateways_are_the_active_members_that_have_a_port_for_clients()
    {
        await using var queries = await Queries.Open();
        await queries.One("InsertMembershipVersionKey", Deployment());
        await queries.One("InsertMembershipKey", Member(0));

        Assert.Equal("10.0.0.1", await queries.One("GatewaysQueryKey", Deployment(), ("Status", 3)));
        Assert.Null(await queries.One("GatewaysQueryKey", Deployment(), ("Status", 6)));
        Assert.Equal("10.0.0.1", await queries.One("MembershipReadRowKey", Address()));
    }

    static (string, object?)[] Key(string? text = "shop/ada") =>
    [
        ("GrainIdHash", 7), ("GrainIdN0", 0L), ("GrainIdN1", 0L), ("GrainTypeHash", 9), ("GrainTypeString", "customer"),
        ("GrainIdExtensionString", text), ("ServiceId", "engagement"),
    ];

    static (string, object?)[] Deployment() => [("DeploymentId", "engagement")];

    static (string, object?)[] Address(int port = 11111) =>
        [.. Deployment(), ("Address", "10.0.0.1"), ("Port", port), ("Generation", 1)];

    static (string, object?)[] Alive(DateTime at) => [.. Address(), ("IAmAliveTime", at)];

    static (string, object?)[] Member(int version, int port = 11111) =>
    [
        ("Port", port), .. Alive(Start), ("SiloName", "silo"), ("HostName", "host"), ("StartTime", Start),
        ("Status", 3), ("ProxyPort", 30000),
        ("Version", version),
    ];

    static (string, object?)[] Update(int version, int status) =>
        [.. Alive(Start), ("Status", status), ("SuspectTimes", "S10.0.0.2:11111@1,2026-03-01"), ("Version", version)];

    sealed class Queries : IAsyncDisposable
    {
        readonly Store _store;
        readonly NpgsqlDataSource _source;
        readonly Dictionary<string, string> _texts = [];

        Queries(Store store) => (_store, _source) = (store, NpgsqlDataSource.Create(store.Options.ConnectionString!));

        public static async Task<Queries> Open()
        {
            var queries = new Queries(await Store.Open(Dialect.Postgres));
            await using var command = queries._source.CreateCommand("SELECT QueryKey, QueryText FROM OrleansQuery");
            await using var reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync())
            {
                queries._texts.Add(reader.GetString(0), reader.GetString(1));
            }

            return queries;
        }

        /// <summary>The first column of the first row.</summary>
        public Task<object?> One(string query, (string, object?)[] parameters, params (string, object?)[] more) =>
            Read(query, reader => reader.GetValue(0), [.. parameters, .. more])
                .ContinueWith(rows => rows.Result.FirstOrDefault(), TaskScheduler.Default);

        public Task<List<string>> States() => Read(
            "ReadFromStorageKey",
            row => $"{(row["PayloadBinary"] is byte[] payload ? payload[0] : "nothing")} at {row["Version"]}",
            Key());

        /// <summary>Status (-1 where there is no member) and version of the table.</summary>
        public Task<List<string>> Members() => Read(
            "MembershipReadAllKey",
            row => $"{(row["StartTime"] is DBNull ? -1 : (int)row["Status"])}:{row["Version"]}",
            Deployment());

        public async ValueTask DisposeAsync()
        {
            await _source.DisposeAsync();
            await _store.DisposeAsync();
        }

        async Task<List<T>> Read<T>(
            string query, Func<NpgsqlDataReader, T> read, (string Name, object? Value)[] parameters)
        {
            await using var command = _source.CreateCommand(_texts[query]);
            foreach (var (name, value) in parameters.DistinctBy(parameter => parameter.Name))
            {
                command.Parameters.Add(new(name, value ?? DBNull.Value) { DbType = Type(name) });
            }

            await using var reader = await command.ExecuteReaderAsync();
            var rows = new List<T>();
            while (await reader.ReadAsync())
            {
                rows.Add(read(reader));
            }

            return rows;
        }

        // The providers send a type with every parameter, so that a NULL has one too.
        static System.Data.DbType Type(string name) => name switch
        {
            "GrainIdN0" or "GrainIdN1" => System.Data.DbType.Int64,
            "PayloadBinary" => System.Data.DbType.Binary,
            "IAmAliveTime" or "StartTime" => System.Data.DbType.DateTime,
            "GrainIdHash" or "GrainTypeHash" or "GrainStateVersion" or "Port" or "Generation" or "Status" or "ProxyPort"
                or "Version" => System.Data.DbType.Int32,
            _ => System.Data.DbType.String,
        };
    }
}
