using Engagement.Receivers;

namespace Engagement.FileSink;

/// <summary>
/// A folder in place of the world: one file an effect, under <c>outbox/workspace/</c> of the data folder. A repeat
/// writes the same file again.
/// </summary>
/// <param name="dataFolder">Where everything of this installation lies.</param>
public sealed class OutboxFolder(string dataFolder)
{
    /// <returns>The file's path, as a receipt.</returns>
    public async ValueTask<string> Write(
        Outgoing outgoing, string extension, ReadOnlyMemory<byte> content, CancellationToken cancellation)
    {
        var folder = Path.Combine(dataFolder, "outbox", outgoing.Customer.Workspace);
        Directory.CreateDirectory(folder);
        var name = $"{outgoing.Id}.{extension}";

        // Written beside and then renamed: whoever watches the folder never sees half a message.
        var draft = Path.Combine(folder, $".{name}.{Guid.NewGuid():N}");
        await File.WriteAllBytesAsync(draft, content, cancellation);
        File.Move(draft, Path.Combine(folder, name), overwrite: true);
        return $"outbox/{outgoing.Customer.Workspace}/{name}";
    }
}
