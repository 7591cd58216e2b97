using Engagement.Http;

namespace Engagement.Tests.Intake;

public sealed class FairShareTests
{
    const int Max = 10;

    [Fact]
    public async Task However_many_ask_at_once_for_the_first_time_a_workspace_has_one_share()
    {
        using var share = new FairShare(Max);
        for (var i = 0; i < 200; i++)
        {
            var workspace = $"w{i}";
            var asked = await Task.WhenAll(Enumerable.Range(0, 4 * Max)
                .Select(_ => Task.Run(() => share.Take(workspace, 1))));
            Assert.Equal(Max, asked.Count(taken => taken is not null));
            Assert.True(share.IsFull(workspace));
            Assert.Equal(Max, share.Total);
            foreach (var taken in asked)
            {
                taken?.Dispose();
            }

            Assert.False(share.IsFull(workspace));
        }

        Assert.False(share.IsFull("never asked"));
    }
}
