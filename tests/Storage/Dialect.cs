using System.Reflection;
using System.Runtime.CompilerServices;
using Xunit.Sdk;
using Xunit.v3;

namespace Engagement.Tests.Storage;

public enum Dialect
{
    Sqlite = 1,
    Postgres = 2,
}

/// <summary>Runs a theory of the conformance suite on one of the databases.</summary>
public abstract class OnAttribute(Dialect dialect) : DataAttribute
{
    public override ValueTask<IReadOnlyCollection<ITheoryDataRow>> GetData(
        MethodInfo testMethod, DisposalTracker disposalTracker) => new([ConvertDataRow(new object[] { dialect })]);

    public override bool SupportsDiscoveryEnumeration() => true;
}

/// <summary>Runs a theory of the conformance suite on SQLite.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OnSqliteAttribute() : OnAttribute(Dialect.Sqlite);

/// <summary>Runs a theory of the conformance suite on PostgreSQL.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OnPostgresAttribute : OnAttribute
{
    public OnPostgresAttribute()
        : base(Dialect.Postgres) => Skip = PostgresServer.Missing;
}

/// <summary>A theory of PostgreSQL alone.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PostgresTheoryAttribute : TheoryAttribute
{
    public PostgresTheoryAttribute([CallerFilePath] string? file = null, [CallerLineNumber] int line = -1)
        : base(file, line) => Skip = PostgresServer.Missing;
}

/// <summary>A test of PostgreSQL alone.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PostgresFactAttribute : FactAttribute
{
    public PostgresFactAttribute([CallerFilePath] string? file = null, [CallerLineNumber] int line = -1)
        : base(file, line) => Skip = PostgresServer.Missing;
}
