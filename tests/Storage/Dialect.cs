using System.Reflection;
using Xunit.Sdk;

namespace Engagement.Tests.Storage;

public enum Dialect
{
    Sqlite = 1,
    Postgres = 2,
}

/// <summary>Runs a theory of the conformance suite on SQLite.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OnSqliteAttribute : DataAttribute
{
    public override IEnumerable<object[]> GetData(MethodInfo testMethod) => [[Dialect.Sqlite]];
}

/// <summary>Runs a theory of the conformance suite on PostgreSQL.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OnPostgresAttribute : DataAttribute
{
    public OnPostgresAttribute() => Skip = PostgresServer.Missing!;

    public override IEnumerable<object[]> GetData(MethodInfo testMethod) => [[Dialect.Postgres]];
}

/// <summary>A test of PostgreSQL alone.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PostgresFactAttribute : FactAttribute
{
    public PostgresFactAttribute() => Skip = PostgresServer.Missing!;
}
