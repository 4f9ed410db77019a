const { WebSocketServer } = require('ws');
const { useServer } = require('graphql-ws/use/ws');
const { GraphQLSchema, GraphQLObjectType, GraphQLInt, GraphQLString } = require('graphql');
const wait = (millis) => new Promise((done) => setTimeout(done, millis));
const schema = new GraphQLSchema({
  query: new GraphQLObjectType({
    name: 'Query',
    fields: {
      hello: { type: GraphQLString, args: { name: { type: GraphQLString } }, resolve: (_, { name }) => `hello, ${name}` },
      broken: { type: GraphQLString, resolve: () => { throw new Error('broken indeed'); } },
    },
  }),
  subscription: new GraphQLObjectType({
    name: 'Subscription',
    fields: {
      count: {
        type: GraphQLInt, args: { to: { type: GraphQLInt } },
        subscribe: async function* (_, { to }) {
          for (let i = 1; i <= to; i++) { await wait(1); yield { count: i }; }
        },
      },
    },
  }),
});
const server = new WebSocketServer({ host: '127.0.0.1', port: Number(process.argv[2]) });
useServer({ schema, onConnect: (context) => context.connectionParams?.token === 't' }, server);
