namespace Engagement.Storage;

/// <summary>
/// Where everything is kept: PostgreSQL when a connection string is given, else SQLite in the data folder.
/// </summary>
public sealed class StorageOptions
{
    /// <summary>
    /// The folder of the SQLite database. One process writes it at a time; it must be on a local disk, because locks
    /// and flushes of network disks are not to be trusted.
    /// </summary>
    public string DataFolder { get; set; } = "./data";

    /// <summary>Npgsql's connection string of a PostgreSQL database, version 15 or newer; null for SQLite.</summary>
    public string? ConnectionString { get; set; }

    /// <summary>
    /// Transactions in flight on PostgreSQL at once. Two fill one database connection's waiting with the other's work;
    /// many make each batch smaller and gain nothing. SQLite always has one.
    /// </summary>
    public int CommitWriters { get; set; } = 2;
}
