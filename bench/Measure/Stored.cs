using System.Data.Common;
using System.Globalization;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Engagement.Bench.Measure;

/// <summary>
/// What a product's database holds, asked there: the product's own report reads the whole journal for its digest.
/// </summary>
static class Stored
{
    public static async Task<DbConnection> Open(Product product)
    {
        DbConnection connection = product.Database is { } server
            ? new NpgsqlConnection(server)
            : new SqliteConnection($"Data Source={Path.Combine(product.Data, "engagement.db")};Pooling=False");
        await connection.OpenAsync();
        return connection;
    }

    public static async Task<long> Number(Product product, string query)
    {
        await using var connection = await Open(product);
        await using var command = connection.CreateCommand();
        command.CommandText = query;
        command.CommandTimeout = 600;
        return Convert.ToInt64(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture);
    }
}
