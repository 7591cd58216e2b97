namespace Engagement.Storage.Sqlite;

/// <summary>The numbers that stand for workspaces in rows, as the writer knows them.</summary>
static class WorkspaceNumbers
{
    const string Select = "SELECT number FROM workspace_numbers WHERE workspace = ?";

    public static long? Find(Connection connection, string workspace) =>
        connection.Statement(Select).With(workspace).Number();

    /// <summary>Only in a transaction of the writer.</summary>
    public static long FindOrAdd(Connection writer, string workspace)
    {
        if (Find(writer, workspace) is { } number)
        {
            return number;
        }

        writer.Statement("INSERT INTO workspace_numbers (workspace) VALUES (?)").With(workspace).Run();
        return writer.LastRow;
    }

    /// <summary>A lane as it is stored: 0 for the live one, else the rehearsal workspace's number.</summary>
    public static long? Lane(Connection connection, string lane) =>
        lane == Lanes.Live ? 0 : Find(connection, Lanes.Workspace(lane));
}
